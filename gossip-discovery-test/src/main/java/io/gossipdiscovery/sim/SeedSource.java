package io.gossipdiscovery.sim;

import io.gossipdiscovery.wire.WireFormat;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The seeds of {@link Seeds}: 1, 2, 3 and so on, then some from a clock. */
final class SeedSource implements ArgumentsProvider, AnnotationConsumer<Seeds> {
    /** The property that names the one seed to run. */
    static final String REPLAY = "sim.seed";

    /** Fresh seeds are short enough to be typed. */
    private static final long FRESH_SEEDS = 1_000_000_000L;

    @SuppressWarnings("NullAway.Init") // accepted before anything is provided
    private Seeds wanted;

    @Override
    public void accept(Seeds seeds) {
        wanted = seeds;
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        Long replayed = Long.getLong(REPLAY);
        LongStream seeds =
                replayed != null ? LongStream.of(replayed) : seeds(wanted, System.nanoTime());
        return seeds.mapToObj(Arguments::of);
    }

    static LongStream seeds(Seeds wanted, long clock) {
        int count =
                wanted.countProperty().isEmpty()
                        ? wanted.value()
                        : Integer.getInteger(wanted.countProperty(), wanted.value());
        int fresh = Math.min(wanted.fresh(), count);
        return LongStream.concat(
                LongStream.rangeClosed(1, count - fresh),
                LongStream.range(0, fresh)
                        .map(i -> Math.floorMod(WireFormat.mix(clock + i), FRESH_SEEDS)));
    }
}
