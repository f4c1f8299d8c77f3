package io.gossipdiscovery.sim;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a test once for each of some seeds, which it takes as its only argument, a {@code long}.
 *
 * <p>Most seeds are the same in every run, so that a build that was green stays green; the last
 * ones are fresh, so that the builds of a year together have seen more than one build has. A test
 * that fails shows its seed as its name; {@code -Dsim.seed=42} runs every such test with that seed
 * alone.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(SeedSource.class)
public @interface Seeds {
    /** How many seeds in all. */
    int value();

    /** How many of them are fresh. */
    int fresh() default 1;

    /** Name of a system property that replaces the number of seeds where it is set. */
    String countProperty() default "";
}
