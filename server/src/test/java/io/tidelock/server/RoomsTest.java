package io.tidelock.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rule of arrows, and who may touch what. Each rule is held against the house, and against a trespasser who breaks all of
 * them: a rule that lets the trespasser through guards nothing.
 */
final class RoomsTest {
    private static final String ROOT = "io.tidelock.server";
    private static final List<String> VERBS = List.of("accept", "decide", "enqueue", "execute", "report");
    private static final List<String> SERVANTS = List.of("store", "watch");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidelock");

    private static final JavaClasses TRESPASSERS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.tidelock")
            .that(resideInAPackage("..trespass.."));

    @TestFactory
    Stream<DynamicTest> theHouseKeepsEveryRule() {
        return rules().map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleStopsTheTrespasser() {
        return rules().map(rule -> dynamicTest(
                rule.getDescription(),
                () -> assertThat(rule.evaluate(TRESPASSERS).hasViolation()).isTrue()));
    }

    @Test
    void seesEveryRoom() {
        for (String room : List.of("core", "config", "vcs", "run", "sandbox", "server", "testkit")) {
            assertThat(HOUSE.that(resideInAPackage("io.tidelock." + room + "..")))
                    .as(room)
                    .isNotEmpty();
        }
    }

    private static Stream<ArchRule> rules() {
        return Stream.of(arrows(), rooms(), doors(), names())
                .flatMap(List::stream)
                .map(rule -> rule.allowEmptyShould(true));
    }

    // ---- arrows point to core

    private static List<ArchRule> arrows() {
        return List.of(
                classes()
                        .that()
                        .resideInAPackage("io.tidelock.core..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("io.tidelock.core..", "java..", "org.jspecify..")
                        .because("core is the language everyone speaks: the JDK and null marks are all it may know"),
                noClasses()
                        .that()
                        .resideInAPackage("io.tidelock.core..")
                        .should()
                        .dependOnClassesThat(havingEffects())
                        .because("core says what is, it does nothing: no disk, no network, no database, no process"),
                stranger("config", "vcs", "run"),
                stranger("vcs", "config", "run"),
                stranger("run", "config", "vcs"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages("io.tidelock.testkit..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.tidelock.testkit..")
                        .because("the test kit is in no release"));
    }

    private static ArchRule stranger(String room, String... others) {
        return noClasses()
                .that()
                .resideInAPackage("io.tidelock." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of(others), Stream.of("server", "sandbox"))
                        .map(other -> "io.tidelock." + other + "..")
                        .toArray(String[]::new))
                .because("config, vcs and run speak core; they never know each other, nor who joins them");
    }

    private static DescribedPredicate<JavaClass> havingEffects() {
        Set<String> doers = Set.of(
                "java.io.File",
                "java.io.FileInputStream",
                "java.io.FileOutputStream",
                "java.io.FileReader",
                "java.io.FileWriter",
                "java.io.RandomAccessFile",
                "java.lang.Process",
                "java.lang.ProcessBuilder",
                "java.lang.Runtime",
                "java.nio.file.Files");
        return DescribedPredicate.<JavaClass>describe("have effects", type -> doers.contains(type.getName()))
                .or(resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.sql..", "javax.sql.."));
    }

    // ---- the rooms of the server

    private static List<ArchRule> rooms() {
        Stream<ArchRule> apart = Stream.concat(VERBS.stream(), SERVANTS.stream())
                .map(room -> noClasses()
                        .that()
                        .resideInAPackage(room(room))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others(room))
                        .because("verbs do not import verbs, nor what serves them; Intake and Worker compose them"));
        String[] all = Stream.concat(VERBS.stream(), SERVANTS.stream())
                .map(RoomsTest::room)
                .toArray(String[]::new);
        Stream<ArchRule> blind = Stream.of(
                noClasses()
                        .that()
                        .resideInAnyPackage(all)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.tidelock.vcs..", "io.tidelock.run..", "io.tidelock.sandbox..")
                        .because("what has effects is handed in through a constructor, as a port of core"),
                noClasses()
                        .that()
                        .resideInAnyPackage(all)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT)
                        .because("a room does not know who composes it"));
        return Stream.concat(apart, blind).toList();
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] others(String room) {
        return Stream.concat(VERBS.stream(), SERVANTS.stream())
                .filter(other -> !other.equals(room))
                .map(RoomsTest::room)
                .toArray(String[]::new);
    }

    // ---- one door for each thing that can be touched

    private static List<ArchRule> doors() {
        return List.of(
                only("java.lang.ProcessBuilder", in("io.tidelock.run.process.."))
                        .because(
                                "whoever starts a process must also be able to end it: argv, clean environment, deadline"),
                nobodyElse(in("io.tidelock.run.process.."))
                        .should()
                        .accessTargetWhere(reaching(Runtime.class, "exec"))
                        .because("there is one process door"),
                onlyPackages(
                                in(
                                        "io.tidelock.vcs..",
                                        "io.tidelock.run.tool..",
                                        "io.tidelock.server.cli..",
                                        "io.tidelock.sandbox.."),
                                "java.net.http..")
                        .because("outbound calls carry credentials; few places may make them"),
                onlyPackages(in("io.tidelock.run.checkout..", "io.tidelock.sandbox.."), "org.eclipse.jgit.transport..")
                        .because("a fetch is an outbound call with a credential"),
                onlyPackages(
                                in("io.tidelock.server.store.."),
                                "java.sql..",
                                "javax.sql..",
                                "org.jdbi..",
                                "org.flywaydb..",
                                "com.zaxxer..")
                        .because("the database is one implementation of the ports, not a habit"),
                onlyPackages(
                                in(room("accept"), room("watch"), "io.tidelock.sandbox..")
                                        .or(named(ROOT + ".Server")),
                                "io.javalin..")
                        .because("the HTTP library ends where bytes have become values"),
                onlyPackages(in("io.tidelock.vcs.github.."), "org.kohsuke.github..")
                        .because("hub4j stays behind our port"),
                onlyPackages(in("io.tidelock.vcs.gitlab.."), "org.gitlab4j..")
                        .because("GitLab4J stays behind our port"),
                nobodyElse(named(ROOT + ".Main"))
                        .should()
                        .accessTargetWhere(
                                reaching(System.class, "getenv", "exit").or(reaching(Runtime.class, "exit", "halt")))
                        .because("settings arrive as values, and only the front door may be slammed"),
                nobodyElse(keepersOfTime())
                        .should()
                        .accessTargetWhere(reaching(System.class, "currentTimeMillis")
                                .or(reachingNowOf("java.time"))
                                .or(reaching(Clock.class, "systemUTC", "systemDefaultZone", "system")))
                        .because("a room does not know what time it is: it is told, and so can be tested"),
                nobodyElse(keepersOfTime())
                        .should()
                        .accessTargetWhere(makingThreads())
                        .because("a room does not know which thread it runs on; the server's root owns them all"),
                noClasses()
                        .that()
                        .resideInAnyPackage("io.tidelock.core..", "io.tidelock.config..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                                        .or(DescribedPredicate.<JavaClass>describe(
                                                "are System.Logger", type -> type.isAssignableTo(System.Logger.class))))
                        .because("what has no effects has nothing to log: it returns Problems"));
    }

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages);
    }

    /** That class, and what is nested in it. */
    private static DescribedPredicate<JavaClass> named(String name) {
        return describe(
                "are " + name,
                type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    /** The test kit may start threads: two workers that grab the same job are a contract. */
    private static DescribedPredicate<JavaClass> keepersOfTime() {
        return in(ROOT, "io.tidelock.run.process..", "io.tidelock.sandbox..", "io.tidelock.testkit..");
    }

    private static GivenClassesConjunction nobodyElse(DescribedPredicate<JavaClass> allowed) {
        return noClasses().that(not(allowed));
    }

    private static ArchRule only(String type, DescribedPredicate<JavaClass> allowed) {
        return nobodyElse(allowed).should().dependOnClassesThat().haveFullyQualifiedName(type);
    }

    private static ArchRule onlyPackages(DescribedPredicate<JavaClass> allowed, String... packages) {
        return nobodyElse(allowed).should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    /** Calls and method references alike. */
    private static DescribedPredicate<JavaAccess<?>> reaching(Class<?> owner, String... names) {
        Set<String> wanted = Set.copyOf(Arrays.asList(names));
        return describe(
                owner.getSimpleName() + "." + String.join("/", names),
                access -> access.getTargetOwner().isEquivalentTo(owner) && wanted.contains(access.getName()));
    }

    /** {@code now()} and {@code now(zone)}; {@code now(clock)} is told the time, which is fine. */
    private static DescribedPredicate<JavaAccess<?>> reachingNowOf(String packageName) {
        return describe(
                packageName + ".*.now()",
                access -> access.getTargetOwner().getPackageName().equals(packageName)
                        && access.getName().equals("now")
                        && !access.getTarget().getFullName().contains("java.time.Clock"));
    }

    private static DescribedPredicate<JavaAccess<?>> makingThreads() {
        Set<String> makers = Set.of(
                "java.util.Timer",
                "java.util.concurrent.Executors",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ScheduledThreadPoolExecutor",
                "java.util.concurrent.ThreadPoolExecutor");
        Set<String> ofThread = Set.of("<init>", "ofVirtual", "ofPlatform", "startVirtualThread");
        Set<String> ofFuture = Set.of("runAsync", "supplyAsync");
        return describe(
                "make threads", access -> switch (access.getTargetOwner().getName()) {
                    case "java.lang.Thread" -> ofThread.contains(access.getName());
                    case "java.util.concurrent.CompletableFuture" -> ofFuture.contains(access.getName());
                    case String owner -> makers.contains(owner);
                });
    }

    // ---- names

    /** A file may not be called Base-something; a nested word about the base branch may. */
    private static List<ArchRule> names() {
        return List.of(noClasses()
                .should()
                .haveNameMatching(".*[.$][^.$]*(Manager|Helper|Utils?|Impl)|.*\\.Base([A-Z][^.$]*)?")
                .because("a name says what a thing is; these say only that nobody knew"));
    }
}
