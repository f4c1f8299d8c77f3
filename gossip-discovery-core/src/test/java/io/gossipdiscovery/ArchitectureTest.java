package io.gossipdiscovery;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the house (DESIGN: modules and packages, craft), kept by a test rather than by
 * memory.
 */
class ArchitectureTest {
    private static final int SOURCES = 300;
    private static final int PACKAGES = 15;
    private static final int MAX_LINES = 400;

    private static final String ON_THE_JDKS_CLOCK = "completeOnTimeout|orTimeout|delayedExecutor";

    private static final String[] PURE = {
        "io.gossipdiscovery.model..",
        "io.gossipdiscovery.config..",
        "io.gossipdiscovery.wire..",
        "io.gossipdiscovery.swim..",
    };

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.gossipdiscovery");

    @Test
    void importsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.gossipdiscovery.model..")
                .layer("config")
                .definedBy("io.gossipdiscovery.config..")
                .layer("wire")
                .definedBy("io.gossipdiscovery.wire..")
                .layer("swim")
                .definedBy("io.gossipdiscovery.swim..")
                .layer("catalog")
                .definedBy("io.gossipdiscovery.catalog..")
                .layer("netty")
                .definedBy("io.gossipdiscovery.netty..")
                .layer("node")
                .definedBy("io.gossipdiscovery.node..")
                .whereLayer("node")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("netty")
                .mayOnlyBeAccessedByLayers("node")
                .whereLayer("catalog")
                .mayOnlyBeAccessedByLayers("node", "netty")
                .whereLayer("swim")
                .mayOnlyBeAccessedByLayers("catalog", "netty", "node")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("swim", "catalog", "netty", "node")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("swim", "catalog", "netty", "node")
                .check(classes);
    }

    @Test
    void noCirclesBetweenPackages() {
        slices().matching("io.gossipdiscovery.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyNettyKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gossipdiscovery.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(classes);
    }

    @Test
    void whatIsBelowImportsTheJdkAlone() {
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.gossipdiscovery..", "org.jspecify.annotations")
                .check(classes);
    }

    @Test
    void thePureHaveNoClockNoChanceOfTheirOwnAndNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(java.util.Collections.class, "shuffle", List.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.concurrent\\.(?!TimeUnit).*|java\\.util\\.Timer.*"
                                + "|java\\.security\\.SecureRandom|org\\.slf4j\\..*")
                .check(classes);
    }

    @Test
    void theMachineDoesNotIterateInHashOrder() {
        noClasses()
                .that()
                .resideInAPackage("io.gossipdiscovery.swim..")
                .should()
                .callMethod(java.util.HashMap.class, "values")
                .orShould()
                .callMethod(java.util.HashMap.class, "keySet")
                .orShould()
                .callMethod(java.util.HashMap.class, "entrySet")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.HashSet.class)
                .check(classes);
    }

    @Test
    void noJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
                .check(classes);
    }

    /** That thread keeps the first application's class loader: see {@code Threads.endAfter}. */
    @Test
    void nobodyStartsTheThreadOfTimeOutsThatNeverEnds() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching(ON_THE_JDKS_CLOCK)))
                .check(classes);
    }

    @Test
    void noNamesThatSayNothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(classes);
    }

    /** That they keep what they say is checked by {@code mvn -Pnullness compile}. */
    @Test
    void everyPackageOfEveryModuleSaysWhatMayBeNull() throws IOException {
        try (Stream<Path> files = Files.find(Path.of(".."), 30, (f, a) -> isMainSource(f))) {
            assertThat(files.map(Path::getParent).distinct())
                    .hasSizeGreaterThan(PACKAGES)
                    .allSatisfy(
                            directory ->
                                    assertThat(directory.resolve("package-info.java"))
                                            .content()
                                            .contains("\n@NullMarked\npackage "));
        }
    }

    @Test
    void noFileIsTwoIdeas() throws IOException {
        try (Stream<Path> files = Files.find(Path.of(".."), 30, (f, a) -> isSource(f))) {
            assertThat(files)
                    .hasSizeGreaterThan(SOURCES)
                    .allSatisfy(
                            file ->
                                    assertThat(Files.readAllLines(file).size())
                                            .as("lines of %s", file)
                                            .isLessThanOrEqualTo(MAX_LINES));
        }
    }

    private static boolean isMainSource(Path file) {
        return isSource(file) && file.toString().replace('\\', '/').contains("/src/main/java/");
    }

    /** Of any module. */
    private static boolean isSource(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && path.contains("/src/") && !path.contains("/target/");
    }
}
