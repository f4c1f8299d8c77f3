package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

class FileSeedTest {
    private static final Address EIGHT = Address.parse("127.0.0.8:7946");
    private static final Address NINE = Address.parse("127.0.0.9:7946");

    @TempDir Path directory;

    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void everyLineIsASeedAndTheRestIsComment() throws IOException {
        SeedSource seed =
                seeds(write("# ours\n\n 127.0.0.8:7946 # the first\n[::1]:7946\r\nlocalhost:7\n"));

        assertThat(seed.resolve())
                .contains(EIGHT, Address.parse("[::1]:7946"), Address.parse("127.0.0.1:7"));
    }

    @Test
    void aChangeShowsOnceAndIsRead() throws IOException {
        SeedSource seed = seeds(write("127.0.0.8:7946"));
        assertThat(seed.resolve()).containsExactly(EIGHT);
        assertThat(seed.hasChanged()).isFalse();

        write("127.0.0.8:7946\n127.0.0.9:7946");

        assertThat(seed.hasChanged()).isTrue();
        assertThat(seed.resolve()).containsExactly(EIGHT, NINE);
        assertThat(seed.hasChanged()).isFalse();
    }

    /** As Kubernetes mounts a ConfigMap: {@code seeds -> ..data/seeds}, {@code ..data -> ..1}. */
    @Test
    void aLinkThatIsReplacedTwoDirectoriesAboveShows() throws IOException {
        content("..1", "127.0.0.8:7946");
        content("..2", "127.0.0.9:7946");
        Path data = directory.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..1"));
        Path file = directory.resolve("seeds");
        Files.createSymbolicLink(file, Path.of("..data/seeds"));
        SeedSource seed = seeds(file);
        assertThat(seed.resolve()).containsExactly(EIGHT);

        Path next = directory.resolve("..data_tmp");
        Files.createSymbolicLink(next, Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(seed.hasChanged()).isTrue();
        assertThat(seed.resolve()).containsExactly(NINE);
    }

    @Test
    void aFileThatIsNotThereYetIsFoundLater() throws IOException {
        Seeds seed = seeds(directory.resolve("seeds"));
        assertThat(seed.resolve()).isEmpty();
        assertThat(failure(seed)).contains("seeds cannot be read", "NoSuchFile");
        assertThat(seed.hasChanged()).isFalse();

        write("127.0.0.8:7946");

        assertThat(seed.hasChanged()).isTrue();
        assertThat(seed.resolve()).containsExactly(EIGHT);
        assertThat(failure(seed)).isEmpty();
    }

    @Test
    void aWrongLineIsNamedAndTheLastGoodContentStays() throws IOException {
        Seeds seed = seeds(write("127.0.0.8:7946"));
        seed.resolve();

        write("127.0.0.9:7946\n\nnowhere\n");

        assertThat(seed.resolve()).containsExactly(EIGHT);
        assertThat(failure(seed)).contains("line 3", "'nowhere'");
    }

    @Test
    void aFileNamesNoFilesAndHasAnEnd() throws IOException {
        assertThatThrownBy(new FileSeed(write("file:/x").toString())::resolve)
                .hasMessageContaining("line 1")
                .hasMessageContaining("'file:/x'");
        assertThatThrownBy(new FileSeed(write("#".repeat(70_000)).toString())::resolve)
                .hasMessageContaining("larger than 65536 bytes");
        assertThatThrownBy(() -> Seeds.parse(List.of("file:")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file:path");
    }

    @Test
    void aFileThatIsWrittenLaterLeadsToTheCluster() throws IOException {
        GossipDiscovery one = nodes.at("127.0.0.1");
        Path file = directory.resolve("seeds");
        GossipDiscovery two = nodes.start("127.0.0.2", config -> config.seeds("file:" + file));
        write(one.self().address().toString());

        Nodes.awaitAllKnown(one, two);
    }

    private static Seeds seeds(Path file) {
        return Seeds.parse(List.of("file:" + file));
    }

    private static String failure(Seeds seeds) {
        return seeds.answers().get(0).failure();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("seeds"), text);
    }

    private void content(String name, String text) throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("seeds"), text);
    }
}
