package io.gossipdiscovery.bench.zookeeper;

import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.util.FileSystemUtils;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;

/** Says at which port it is ready, and ends with its standard input. */
public final class ZooKeeperServerApplication {
    /** As in ZooKeeper's sample configuration: no session lasts longer than twenty of it. */
    private static final int TICK_MILLIS = 2_000;

    /** ZooKeeper's default, for each address. */
    private static final int MOST_CONNECTIONS = 60;

    private ZooKeeperServerApplication() {}

    /** Starts it; of Spring it has no more than how the log is set up by the arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new SpringApplicationBuilder(ZooKeeperServerApplication.class)
                .web(WebApplicationType.NONE)
                .run(args);
        File data = Files.createTempDirectory("zookeeper").toFile();
        try {
            ServerCnxnFactory connections =
                    ServerCnxnFactory.createFactory(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            MOST_CONNECTIONS);
            connections.startup(new ZooKeeperServer(data, data, TICK_MILLIS));
            System.out.println("@ready " + System.nanoTime() + " " + connections.getLocalPort());
            System.in.transferTo(OutputStream.nullOutputStream());
            connections.shutdown();
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        System.exit(0);
    }
}
