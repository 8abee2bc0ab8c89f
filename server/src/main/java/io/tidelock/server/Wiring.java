package io.tidelock.server;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.SecretSource;
import io.tidelock.config.rules.RepoRules;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.LocalArbiter;
import io.tidelock.run.LocalRunner;
import io.tidelock.run.RunSettings;
import io.tidelock.run.checkout.CheckoutSettings;
import io.tidelock.run.checkout.JGitCheckouts;
import io.tidelock.run.tool.ToolSettings;
import io.tidelock.server.accept.AdoptRoute;
import io.tidelock.server.accept.Answer;
import io.tidelock.server.accept.EventsRoute;
import io.tidelock.server.decide.Allowed;
import io.tidelock.server.decide.CommandWords;
import io.tidelock.server.decide.Rules;
import io.tidelock.server.enqueue.Promises;
import io.tidelock.server.execute.Admission;
import io.tidelock.server.execute.Aftermath;
import io.tidelock.server.execute.Applier;
import io.tidelock.server.execute.Approvals;
import io.tidelock.server.execute.Arbitration;
import io.tidelock.server.execute.Batch;
import io.tidelock.server.execute.Clearance;
import io.tidelock.server.execute.Closer;
import io.tidelock.server.execute.Gate;
import io.tidelock.server.execute.Ground;
import io.tidelock.server.execute.HookCourse;
import io.tidelock.server.execute.HookRules;
import io.tidelock.server.execute.Lander;
import io.tidelock.server.execute.Locksmith;
import io.tidelock.server.execute.Merger;
import io.tidelock.server.execute.Merging;
import io.tidelock.server.execute.Neighbours;
import io.tidelock.server.execute.Onlooker;
import io.tidelock.server.execute.OwnStatuses;
import io.tidelock.server.execute.Planner;
import io.tidelock.server.execute.Policy;
import io.tidelock.server.execute.ProjectApplier;
import io.tidelock.server.execute.ProjectPlanner;
import io.tidelock.server.execute.Records;
import io.tidelock.server.execute.Registrar;
import io.tidelock.server.execute.Survey;
import io.tidelock.server.execute.TeamRules;
import io.tidelock.server.execute.Vetoes;
import io.tidelock.server.report.ReportSettings;
import io.tidelock.server.report.Reporter;
import io.tidelock.server.store.Store;
import io.tidelock.server.store.StoreSettings;
import io.tidelock.server.watch.Health;
import io.tidelock.server.watch.LockList;
import io.tidelock.server.watch.RunPage;
import io.tidelock.server.watch.Status;
import io.tidelock.server.watch.WebGate;
import io.tidelock.vcs.Forges;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.RememberedTeams;
import io.tidelock.vcs.http.CallWatch;
import io.tidelock.vcs.http.Network;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The map of the house: every door is made here, once, and handed to those who need it. Settings go no further. */
public final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** GitHub sends 25 MiB at most. */
    private static final int MAX_BODY = 25 << 20;

    private final OperatorSettings settings;
    private final Map<String, String> environment;
    private final InstantSource clock = InstantSource.system();
    private final SSLContext trust;
    private final ProxySelector proxies;

    private final Tempo tempo;

    /** What we are called on our hosts, the first to be shown. */
    private Names names = new Names(List.of(), Optional.empty(), Tempo.NAMES);

    private Map<String, List<TeamRule>> teams = Map.of();

    Wiring(OperatorSettings settings, Map<String, String> environment, Tempo tempo) {
        this.settings = settings;
        this.environment = environment;
        this.tempo = tempo;
        this.trust = Outbound.trusting(settings.net().caFile());
        this.proxies = Outbound.proxies(environment);
    }

    /** A server that answers when this returns. {@code Refused} when it must not start, with the reason. */
    public static Server start(OperatorSettings settings, Map<String, String> environment, Tempo tempo) {
        return new Wiring(settings, environment, tempo).start();
    }

    private Server start() {
        announce();
        Path data = settings.server().dataDir();
        Connections connections = connections();
        Forges forges = connections.forges();
        names = new Names(connections.names(), connections.nameless(), Tempo.NAMES);
        teams = connections.teams();
        Store store = Store.open(
                new StoreSettings(
                        data,
                        given(settings.keys().encryption()),
                        file(settings.keys().encryption())),
                clock);
        try {
            store.releaseLeases(clock.instant());
            RunSettings runs = runs(data, store.keyFor("plan fingerprints, first form"));
            LocalRunner runner = LocalRunner.in(runs);
            JGitCheckouts checkouts = JGitCheckouts.with(new CheckoutSettings(
                    data, tempo.silence(), tempo.fetch(), Optional.of(trust.getSocketFactory()), Optional.of(proxies)));
            Neighbours neighbours = new Neighbours(
                    forges.statusReader(),
                    new OwnStatuses(List.of(settings.server().statusName())),
                    peers(),
                    clock);
            Reporter reporter = new Reporter(
                    new ReportSettings(
                            settings.server().statusName(),
                            typedPrefix(),
                            url(),
                            forges.pullWriter().maxBody(),
                            settings.run().applyOn().comment(),
                            forges.pullReader()::reference,
                            manner()),
                    neighbours::of);
            Postman postman = new Postman(store.outbox(), forges.pullWriter(), clock, tempo, Postman.PACE);
            RunPool pool = new RunPool(settings.run().parallel());
            Worker worker = new Worker(
                    hands(
                            forges,
                            new Ground(forges.cloneAccess(), checkouts, runner, runner, runner, LocalArbiter.in(runs)),
                            store,
                            pool,
                            new Telling(reporter, postman),
                            neighbours),
                    store.jobs(),
                    reporter,
                    postman,
                    tempo,
                    clock);
            Turn turn = new Turn(worker, store.jobs(), clock, tempo);
            Shift shift = new Shift(turn, store.jobs(), clock, UUID.randomUUID().toString());
            Optional<Lookout> lookout = lookout(forges, store, shift);
            Caretaker caretaker = new Caretaker(store, runner, clock);
            Server server = Server.open(
                    address(),
                    routes(forges, store, runner, shift, lookout),
                    () -> store.jobs().open().isEmpty() && store.outbox().empty(),
                    Stream.concat(lookout.stream(), Stream.of(names, shift, postman, pool, caretaker, store))
                            .toList());
            caretaker.start();
            names.start();
            postman.start();
            if (settings.server().worker()) {
                shift.start();
                lookout.ifPresent(Lookout::start);
            }
            return server;
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    private void announce() {
        OperatorSettings.Server server = settings.server();
        LOG.info(
                "Tidelock {} · data folder {} · {} · repositories {}",
                Main.version(),
                server.dataDir(),
                settings.hosts().all().stream()
                        .map(host -> "host " + host.hostname() + " as "
                                + (host.user().isEmpty() ? "a GitHub App" : host.user()))
                        .collect(Collectors.joining(" · ")),
                String.join(", ", settings.access().repositories().patterns()));
        if (settings.hosts().all().stream().anyMatch(OperatorSettings.Host::allowUnsigned)) {
            LOG.warn(
                    "WEBHOOKS ARE NOT SIGNED: whoever reaches port {} can make this server plan and apply",
                    server.port());
        }
        if (!server.worker()) {
            LOG.warn("the worker is off: work is accepted, and none is done");
        }
    }

    private Server.Address address() {
        return new Server.Address(
                settings.server().bind(),
                settings.server().port(),
                settings.web().certificate().map(pem -> Certificates.serving(pem.chain(), pem.key())));
    }

    private ReportSettings.Manner manner() {
        OperatorSettings.Answers answers = settings.answers();
        return new ReportSettings.Manner(
                answers.reaction(),
                answers.folded(),
                settings.run().applyOn() != ApplyOn.NEVER,
                settings.commands().applyAll(),
                answers.withoutProjects(),
                answers.statusWithoutProjects(),
                answers.statusDetail() == OperatorSettings.StatusDetail.PROJECT,
                settings.hosts().app().stream().anyMatch(OperatorSettings.GitHubApp::checks));
    }

    private Vetoes vetoes() {
        OperatorSettings.Commands commands = settings.commands();
        return new Vetoes(
                commands.autoplan(),
                commands.noAutoplanLabel(),
                commands.noUnlockLabel(),
                settings.answers().withoutProjects());
    }

    private Merging merging(Forges forges) {
        OperatorSettings.Merging merging = settings.merging();
        return new Merging(merging.byItself(), merging.method(), merging.vetoLabel(), forges.pullMerger()::methods);
    }

    /** Where people reach our pages; unknown as long as the port is not chosen. */
    private Optional<String> url() {
        int port = settings.server().port();
        return settings.server()
                .url()
                .map(Object::toString)
                .or(() -> port == 0
                        ? Optional.empty()
                        : Optional.of((settings.web().certificate().isPresent() ? "https" : "http") + "://localhost:"
                                + port));
    }

    Connections connections() {
        return Connections.open(settings.hosts(), settings.teams(), network(), Wiring::read);
    }

    /** For a look at the hosts without a server. */
    List<Inspector> inspectors() {
        return Connections.inspectors(settings.hosts(), network(), Wiring::read);
    }

    Network network() {
        return new Network(
                Optional.of(trust), Optional.of(proxies), tempo.connect(), tempo.call(), clock, CallWatch.NOBODY);
    }

    RunSettings runs(Path data, Secret fingerprintKey) {
        OperatorSettings.Run run = settings.run();
        return new RunSettings(
                data,
                environment,
                run.terraform(),
                run.grants(),
                run.home(),
                Optional.of(run.planDeadline()),
                run.applyDeadline(),
                Duration.ofSeconds(30),
                hidden(),
                fingerprintKey,
                tools());
    }

    private ToolSettings tools() {
        OperatorSettings.Tools tools = settings.tools();
        ToolSettings known = ToolSettings.INSTALLED
                .usually(tools.distribution(), tools.version())
                .sharingProviders(tools.providerCache());
        return (tools.download() ? known.downloading(tools.downloads()) : known).through(trust, proxies);
    }

    /** What must never be shown: our own secrets, should they ever turn up in what a program prints. */
    private List<Secret> hidden() {
        Stream<SecretSource> ours =
                Stream.of(settings.web().token(), settings.keys().encryption());
        Stream<SecretSource> login = settings.web().login().stream().map(OperatorSettings.Login::password);
        Stream<SecretSource> app = settings.hosts().app().stream().map(OperatorSettings.GitHubApp::key);
        Stream<SecretSource> hosts =
                settings.hosts().all().stream().flatMap(host -> Stream.of(host.token(), host.webhookSecret()));
        return Stream.of(ours, login, app, hosts)
                .flatMap(Function.identity())
                .flatMap(source -> read(source).stream())
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    private static Optional<Secret> given(SecretSource source) {
        return source instanceof SecretSource.Given given ? Optional.of(given.secret()) : Optional.empty();
    }

    private static Optional<Path> file(SecretSource source) {
        return source instanceof SecretSource.InFile in ? Optional.of(in.file()) : Optional.empty();
    }

    /** A secret in a file is read each time, so that it can be changed while we run. */
    private static Optional<Secret> read(SecretSource source) {
        return switch (source) {
            case SecretSource.Given given -> Optional.of(given.secret());
            case SecretSource.Absent absent -> Optional.empty();
            case SecretSource.InFile in -> {
                try {
                    yield Optional.of(new Secret(Files.readString(in.file()).strip()));
                } catch (IOException unreadable) {
                    throw Unavailable.notDone("the file " + in.file() + " cannot be read", unreadable);
                }
            }
        };
    }

    /** What people are told to type before a command. */
    private String typedPrefix() {
        OperatorSettings.Comments comments = settings.comments();
        if (!comments.prefixes().isEmpty()) {
            return comments.prefixes().getFirst();
        }
        if (comments.bare()) {
            return "";
        }
        if (names.known().isEmpty()) {
            throw new IllegalArgumentException(
                    "comments count only when they mention our GitHub App, whose name is not known; give --gh-app-slug");
        }
        return "@" + names.known().getFirst().replace("[bot]", "");
    }

    private Hands hands(
            Forges forges, Ground ground, Store store, RunPool pool, Telling telling, Neighbours neighbours) {
        PullReader reader = new Foresight(forges.pullReader());
        Policy policy = new Policy(
                settings.access().forks(),
                settings.access().drafts(),
                settings.run().applyOn(),
                vetoes(),
                merging(forges),
                pull -> settings.rules()
                        .repositories()
                        .unserved(pull.ref().repo(), pull.base().branch()));
        Admission admission = new Admission(forges.standingReader(), ground.checkouts(), ours());
        Gate gate = new Gate(reader, policy, admission, clearance(forges, ground));
        Records records = new Records(store.boards(), store.plans(), store.locks(), store.runs(), store.states());
        HookCourse hooks = new HookCourse(reader, ground, records, hookRules(), telling, clock);
        Survey survey = new Survey(
                ground,
                hooks,
                pull -> settings.rules().terms(pull.ref().repo()),
                settings.rules().locks(),
                settings.rules().fromBase());
        Batch batch =
                new Batch(new ProjectPlanner(ground, records, admission, clock), pool, policy, records, telling, clock);
        ProjectApplier applier = new ProjectApplier(ground, records, pool, telling, store.audit(), clock);
        Closer closer = new Closer(ground.checkouts(), records, telling);
        Approvals approvals = settings.requirements().discardApprovals()
                ? Approvals.takenBackOn(forges.pullMerger())
                : Approvals.STAND;
        Planner planner = new Planner(gate, survey, batch, closer, records, approvals);
        return new Hands(
                planner,
                new Applier(reader, gate, survey, applier, batch, closer, records),
                new Lander(gate, survey, planner, applier, batch, closer, records),
                new Merger(
                        reader,
                        new Merger.Host(forges.pullMerger(), forges.standingReader(), admission),
                        policy.merging(),
                        records,
                        store.audit(),
                        clock),
                new Locksmith(reader, gate, batch, closer, records, hooks),
                new Onlooker(reader, forges.queueReader(), survey, batch, records, admission),
                new Aftermath(ground.runner(), records, clock),
                new Registrar(reader, gate, survey, batch, new Registrar.Desk(ground, records, store.audit(), clock)),
                hooks,
                neighbours);
    }

    private Clearance clearance(Forges forges, Ground ground) {
        return new Clearance(
                new RememberedTeams(forges.teamReader(), clock, Tempo.TEAMS),
                repo -> new TeamRules(teams.getOrDefault(repo.host(), List.of())),
                settings.rules()
                        .repositories()
                        .authority()
                        .map(authority -> new Arbitration(authority, ground.arbiter(), ground.checkouts())));
    }

    private HookRules hookRules() {
        RepoRules rules = settings.rules().repositories();
        return new HookRules(
                pull -> rules.hooks(pull.ref().repo(), pull.base().branch()),
                rules::runsAfter,
                settings.commands().hooksMustSucceed(),
                settings.rules().madeFiles());
    }

    /** Servers like us of which the operator told: first parts of their statuses' names. */
    private Predicate<String> peers() {
        return settings.requirements().ignoredStatuses()::contains;
    }

    private OwnStatuses ours() {
        return new OwnStatuses(Stream.concat(
                        Stream.of(settings.server().statusName()), settings.requirements().ignoredStatuses().stream())
                .toList());
    }

    private Server.Routes routes(
            Forges forges, Store store, LocalRunner runner, Shift shift, Optional<Lookout> lookout) {
        Intake intake = new Intake(
                forges.webhookReader(),
                rules(),
                new Promises(store.deliveries(), clock),
                receipt -> shift.ring(receipt.stopping()));
        Adopter adopter = new Adopter(
                forges.repoReader(),
                new Knowledge(store.boards(), store.jobs()),
                store.jobs(),
                settings.access().repositories(),
                receipt -> shift.ring(receipt.stopping()),
                clock);
        WebGate gate = new WebGate(
                read(settings.web().token()),
                settings.web()
                        .login()
                        .map(login -> new WebGate.Login(
                                login.user(), read(login.password()).orElseThrow())));
        return new Server.Routes(
                new EventsRoute(intake::take, MAX_BODY),
                new AdoptRoute(name -> adopt(forges, adopter, name)),
                new Health(() -> troubles(store, runner)),
                new Status(Main.version(), () -> store.jobs().open().size(), () -> lookout.flatMap(Lookout::cost)),
                new RunPage(store.runs(), runner),
                new LockList(store.locks(), store.boards()),
                gate);
    }

    private static Answer adopt(Forges forges, Adopter adopter, String name) {
        try {
            Adopter.Adoption done = adopter.adopt(forges.named(name));
            return Answer.done(done.repo() + ": " + (done.adopted().size() + done.known()) + " open, "
                    + done.adopted().size() + " planned now"
                    + (done.adopted().isEmpty()
                            ? ""
                            : done.adopted().stream()
                                    .map(forges.pullReader()::reference)
                                    .collect(Collectors.joining(" ", " (", ")")))
                    + ", " + done.known() + " known");
        } catch (Refused refused) {
            return new Answer(422, refused.problem().sentence());
        }
    }

    private Optional<Lookout> lookout(Forges forges, Store store, Shift shift) {
        return settings.server().sweepInterval().map(interval -> {
            Retriever retriever = new Retriever(
                    rules(),
                    new Promises(store.deliveries(), clock),
                    store.jobs(),
                    store.deliveries(),
                    receipt -> shift.ring(receipt.stopping()),
                    clock);
            Asked asked = new Asked(forges.repoReader(), clock);
            Sweep sweep = new Sweep(
                    asked,
                    forges.pullReader(),
                    new Knowledge(store.boards(), store.jobs()),
                    retriever,
                    Lookout.grace(interval),
                    clock);
            return new Lookout(sweep, store.repositories(), settings.access().repositories(), interval, clock)
                    .counting(asked);
        });
    }

    private Rules rules() {
        OperatorSettings.Commands commands = settings.commands();
        return new Rules(
                settings.access().repositories(),
                words(),
                new Allowed(
                        commands.allowed(),
                        commands.applyAll(),
                        commands.blockedArguments(),
                        commands.variableFiles().stream().map(Path::toString).toList()),
                settings.access().bots(),
                ours());
    }

    /** Who is called differently on a second host is addressed by that name as well. */
    private CommandWords words() {
        OperatorSettings.Comments comments = settings.comments();
        Set<String> prefixes = new LinkedHashSet<>(comments.prefixes());
        if (comments.mention()) {
            names.known().stream().skip(1).map(login -> "@" + login).forEach(prefixes::add);
        }
        return new CommandWords(
                comments.bare(),
                prefixes,
                comments.mention() ? names.known().stream().findFirst() : Optional.empty(),
                comments.mention() ? names::late : Optional::empty);
    }

    private static List<Problem> troubles(Store store, LocalRunner runner) {
        List<Problem> troubles = new ArrayList<>();
        try {
            store.ping();
        } catch (Unavailable full) {
            troubles.add(
                    Problem.of(String.valueOf(full.getMessage()), "a database that can be written", "Free disk space"));
        }
        runner.trouble().ifPresent(troubles::add);
        return troubles;
    }
}
