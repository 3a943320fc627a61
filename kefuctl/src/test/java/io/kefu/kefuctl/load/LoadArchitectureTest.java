package io.kefu.kefuctl.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The load generator is a client like any other. */
@AnalyzeClasses(packages = "io.kefu.kefuctl", importOptions = DoNotIncludeTests.class)
final class LoadArchitectureTest {

    @ArchTest
    static final ArchRule it_knows_nothing_of_the_command_line = noClasses()
            .that()
            .resideInAPackage("io.kefu.kefuctl.load..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..",
                    "io.kefu.kefuctl",
                    "io.kefu.kefuctl.bench..",
                    "io.kefu.kefuctl.cli..",
                    "io.kefu.kefuctl.run..");

    @ArchTest
    static final ArchRule only_a_server_of_its_own_is_looked_into = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.kefu.kefuctl.load",
                    "io.kefu.kefuctl.load.http..",
                    "io.kefu.kefuctl.load.wire..",
                    "io.kefu.kefuctl.load.report..",
                    "io.kefu.kefuctl.load.scenario..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kefu.server..", "io.kefu.storage..");

    @ArchTest
    static final ArchRule its_parts_form_no_cycle =
            slices().matching("io.kefu.kefuctl.load.(*)..").should().beFreeOfCycles();
}
