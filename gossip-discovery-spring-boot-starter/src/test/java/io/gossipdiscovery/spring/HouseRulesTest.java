package io.gossipdiscovery.spring;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

import java.util.List;

/** The rules of the house that a compiler does not keep. */
class HouseRulesTest {
    private static final String ROOT = "io.gossipdiscovery.spring";
    private static final String AUTOCONFIGURE = ROOT + ".autoconfigure";

    private static final JavaClasses STARTER =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packagesFormNoCircle() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(STARTER);
    }

    @Test
    void theRootKnowsNothingOfWhatStandsOnIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".cloud..",
                        ROOT + ".loadbalancer..",
                        ROOT + ".observe..",
                        AUTOCONFIGURE,
                        "org.springframework.cloud..",
                        "org.springframework.boot.actuate..",
                        "org.springframework.boot.health..")
                .check(STARTER);
    }

    @Test
    void onlyAutoConfigurationPutsBeansTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AUTOCONFIGURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        AUTOCONFIGURE,
                        "org.springframework.boot.autoconfigure..",
                        "org.springframework.context.annotation")
                .check(STARTER);
    }

    @Test
    void noClassKnowsWhatIsBelowTheFrontDoor() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..", "io.gossipdiscovery.netty..", "io.gossipdiscovery.wire..")
                .check(STARTER);
    }

    @Test
    void autoConfigurationHoldsBeanMethodsOnly() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beAnnotatedWith(Bean.class)
                .andShould()
                .beAnnotatedWith(ConditionalOnMissingBean.class)
                .check(STARTER);
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .orShould()
                .bePrivate()
                .allowEmptyShould(true)
                .check(STARTER);
    }

    @Test
    void everyAutoConfigurationIsListedAndConditional() {
        List<String> listed =
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
                        .getCandidates()
                        .stream()
                        .filter(name -> name.startsWith(ROOT))
                        .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        STARTER.stream()
                                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                                .map(type -> type.getName())
                                .toList());
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Autowired.class).check(STARTER);
    }

    @Test
    void noStateIsStatic() {
        fields().that().areStatic().should().beFinal().check(STARTER);
    }

    /** That thread keeps the first application's class loader, beyond a restart by devtools. */
    @Test
    void nobodyStartsTheThreadOfTimeOutsThatNeverEnds() {
        noClasses()
                .should()
                .callMethodWhere(
                        target(nameMatching("completeOnTimeout|orTimeout|delayedExecutor")))
                .check(STARTER);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(STARTER);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Utils?)$")
                .andShould()
                .haveNameNotMatching(".*\\.(Abstract[A-Z]|I[A-Z][a-z]).*")
                .check(STARTER);
    }

    /** Every package is a slice, the root too. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
