package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Seeds that stand in a file, one a line. It is looked at rather than watched by the system: a
 * mounted ConfigMap changes by a symbolic link two directories above, of which a watch tells
 * nothing.
 *
 * <p>A file that is not there, or of which a line is wrong, fails as a whole, so that the last good
 * content stays in use.
 */
final class FileSeed implements SeedSource {
    /** Largest file that is read. */
    static final int MOST_BYTES = 65_536;

    private final Path file;
    private @Nullable Look last;
    private String text = "";
    private Seeds seeds = Seeds.inTurn(List.of());

    FileSeed(String path) {
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "seeds in a file must be file:path, but one is 'file:" + path + "'", e);
        }
        if (path.isBlank()) {
            throw new IllegalArgumentException(
                    "seeds in a file must be file:path, but one names no path");
        }
    }

    /** What tells one content from another without reading it; null stands for no file. */
    private record Look(Path real, @Nullable Object key, long modifiedMillis, long size) {}

    @Override
    public List<Address> resolve() {
        last = look(); // before reading: what changes meanwhile shows next time
        String now = read();
        if (!now.equals(text)) {
            seeds = parse(now);
            text = now;
        }
        return seeds.resolve();
    }

    @Override
    public boolean hasChanged() {
        Look now = look();
        return now == null ? last != null : !now.equals(last);
    }

    @Override
    public String toString() {
        return "file:" + file;
    }

    private @Nullable Look look() {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes is = Files.readAttributes(real, BasicFileAttributes.class);
            return new Look(real, is.fileKey(), is.lastModifiedTime().toMillis(), is.size());
        } catch (IOException e) {
            return null;
        }
    }

    private String read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalStateException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read (" + e + ")", e);
        }
    }

    private Seeds parse(String content) {
        List<SeedSource> sources = new ArrayList<>();
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            try {
                if (!line.isEmpty()) {
                    sources.add(Seeds.parseName(line));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        file + " line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return Seeds.inTurn(sources); // a file may have thousands of lines
    }
}
