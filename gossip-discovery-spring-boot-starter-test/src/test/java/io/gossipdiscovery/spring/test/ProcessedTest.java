package io.gossipdiscovery.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.AotTestContextInitializers;
import org.springframework.test.context.aot.TestContextAotGenerator;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** A test that was processed ahead of time runs in a cluster as it does otherwise. */
class ProcessedTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir Path generated;

    @Test
    void theContextThatIsMadeByGeneratedCodeIsInItsCluster() throws Exception {
        new TestContextAotGenerator(new FileSystemGeneratedFiles(generated))
                .processAheadOfTime(Stream.of(Processed.class));
        compile(generated);

        assertThat(run()).contains("generated: true, listed: [8081, 8082]");
    }

    private static void compile(Path root) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", root.toString()));
        arguments.addAll(List.of("-cp", root + File.pathSeparator + CLASS_PATH));
        try (Stream<Path> files = Files.walk(root)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .forEach(arguments::add);
        }
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
    }

    /** Whether artifacts are used is known for good when a JVM has first asked. */
    private String run() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dspring.aot.enabled=true",
                                "-cp",
                                generated + File.pathSeparator + CLASS_PATH,
                                Processed.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @SpringBootTest(
            classes = CartApplication.class,
            properties = "spring.application.name=cart",
            webEnvironment = WebEnvironment.NONE)
    @GossipTest(nodes = 2)
    @FakeInstance(service = "stock", port = 8081)
    @FakeInstance(service = "stock", port = 8082)
    static class Processed {
        public static void main(String[] args) {
            boolean isGenerated =
                    new AotTestContextInitializers().isSupportedTestClass(Processed.class);
            try (ConfigurableApplicationContext context =
                    (ConfigurableApplicationContext)
                            new TestContextManager(Processed.class)
                                    .getTestContext()
                                    .getApplicationContext()) {
                List<Integer> ports =
                        context.getBean(DiscoveryClient.class).getInstances("stock").stream()
                                .map(ServiceInstance::getPort)
                                .sorted()
                                .toList();
                System.out.println("generated: " + isGenerated + ", listed: " + ports);
            }
        }
    }
}
