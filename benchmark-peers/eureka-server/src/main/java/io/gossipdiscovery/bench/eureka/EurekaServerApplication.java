package io.gossipdiscovery.bench.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.io.OutputStream;

/** Says at which port it is ready, and ends with its standard input. */
@EnableEurekaServer
@SpringBootApplication
public class EurekaServerApplication {
    /** Starts it with Spring's properties as arguments. */
    public static void main(String[] args) throws IOException {
        try (ConfigurableApplicationContext context =
                SpringApplication.run(EurekaServerApplication.class, args)) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            System.out.println("@ready " + System.nanoTime() + " " + port);
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
