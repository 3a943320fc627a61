package io.kefu.kefuctl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A newcomer finds a command by the name of its folder, and changes one room at a time. */
@AnalyzeClasses(packages = "io.kefu.kefuctl", importOptions = DoNotIncludeTests.class)
final class RoomsArchitectureTest {

    @ArchTest
    static final ArchRule rooms_form_no_cycle =
            slices().matching("io.kefu.kefuctl.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rooms_do_not_know_the_tree_that_they_hang_on = noClasses()
            .that()
            .resideInAPackage("io.kefu.kefuctl.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kefu.kefuctl");

    @ArchTest
    static final ArchRule what_is_shared_knows_neither_commands_nor_the_server = noClasses()
            .that()
            .resideInAPackage("io.kefu.kefuctl.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kefu.server..", "io.kefu.storage..");
}
