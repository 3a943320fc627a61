package io.kefu.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The lines of the architecture, over every module that the server sees. A room that does not exist yet breaks none. */
@AnalyzeClasses(packages = "io.kefu", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] PURE_ROOMS = {"io.kefu.server.conversation..", "io.kefu.server.routing.."};

    private static final DescribedPredicate<JavaClass> IO = resideInAnyPackage(
                    "java.io..", "java.nio..", "java.net..", "java.sql..", "javax.sql..", "org.slf4j..")
            .and(not(resideInAPackage("java.nio.charset..")))
            .and(not(belongToAnyOf(Serializable.class, URI.class)));

    private static final DescribedPredicate<JavaClass> THREADS = resideInAPackage("java.util.concurrent..")
            .and(not(belongToAnyOf(TimeUnit.class)))
            .or(belongToAnyOf(Thread.class, ThreadLocal.class));

    @ArchTest
    static final ArchRule helidon_stays_at_the_edge = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.kefu.server.gateway..",
                    "io.kefu.server.channel..",
                    "io.kefu.server.admin..",
                    "io.kefu.server.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jooq_stays_in_storage = noClasses()
            .that()
            .resideOutsideOfPackage("io.kefu.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jooq..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule lucene_stays_in_reply = noClasses()
            .that()
            .resideOutsideOfPackage("io.kefu.server.reply..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.lucene..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule cel_stays_in_routing = noClasses()
            .that()
            .resideOutsideOfPackage("io.kefu.server.routing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cel..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pure_rooms_do_no_io = noClasses()
            .that()
            .resideInAnyPackage(PURE_ROOMS)
            .should()
            .dependOnClassesThat(IO)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pure_rooms_know_no_threads = noClasses()
            .that()
            .resideInAnyPackage(PURE_ROOMS)
            .should()
            .dependOnClassesThat(THREADS)
            .allowEmptyShould(true);

    /** Time and chance are passed in: the same input gives the same answer, today and in a replay. */
    @ArchTest
    static final ArchRule pure_rooms_read_no_clock_and_throw_no_dice = noClasses()
            .that()
            .resideInAnyPackage(PURE_ROOMS)
            .should()
            .dependOnClassesThat(belongToAnyOf(Clock.class, Random.class))
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(nameMatching("now"))))
            .orShould()
            .callMethodWhere(
                    target(owner(belongToAnyOf(System.class))).and(target(nameMatching("currentTimeMillis|nanoTime"))))
            .orShould()
            .callMethodWhere(target(owner(belongToAnyOf(Math.class))).and(target(nameMatching("random"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule rooms_form_no_cycle =
            slices().matching("io.kefu.server.(*)..").should().beFreeOfCycles().allowEmptyShould(true);
}
