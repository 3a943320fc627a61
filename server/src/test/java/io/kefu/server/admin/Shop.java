package io.kefu.server.admin;

import io.helidon.webserver.WebServer;
import io.kefu.config.Secret;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.AuditLog;
import io.kefu.server.delivery.Views;
import io.kefu.server.intake.Newcomers;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.accounts.VisitorPrincipal;
import io.kefu.storage.files.FileLimits;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.FilesConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A small shop's server over real HTTP and real SQLite: channel {@code web}, agents amy and the supervisor sue. */
final class Shop implements AutoCloseable {
    static final String SECRET = "u8Yx2kQ0vN5rT7wZ1bC4eG6hJ9mP3sDf";
    static final String SHOP_ORIGIN = "https://shop.example";

    final Time clock = new Time();
    final Accounts accounts;
    final FileStore files;
    final PublicApi api;
    final AdminListener adminListener;
    final AuditLog audit;
    final StorageDesk storage = new StorageDesk();
    final AtomicInteger unknownFields = new AtomicInteger();
    final AtomicInteger rateLimited = new AtomicInteger();
    final Map<String, Agents.Agent> agents = new ConcurrentHashMap<>(Map.of(
            "amy", new Agents.Agent("amy", "Amy", Role.AGENT, List.of("support"), 8),
            "sue", new Agents.Agent("sue", "Sue", Role.SUPERVISOR, List.of("support", "vip"), 4)));
    /** Conversation id to the id of its visitor. */
    final Map<String, String> conversations = new ConcurrentHashMap<>();

    final AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.empty());
    /** Null without one. */
    final Desk desk;

    private final WebServer server;
    private final Map<String, Attendance.Presence> presence = new ConcurrentHashMap<>();

    /** Time that a test can move. */
    static final class Time implements InstantSource {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        void advance(Duration by) {
            ahead.updateAndGet(then -> then.plus(by));
        }
    }

    Shop(Path folder) throws IOException {
        this(folder, FilesConfig.directory());
    }

    Shop(Path folder, FilesConfig files) throws IOException {
        this(folder, files, RateLimits.standard(System::nanoTime), Optional.empty(), List.of());
    }

    /** With conversations on a desk of its own. */
    Shop(Path folder, RateLimits limits, List<Route> more) throws IOException {
        this(folder, FilesConfig.directory(), limits, Optional.of(folder), more);
    }

    private Shop(Path folder, FilesConfig filesConfig, RateLimits limits, Optional<Path> deskFolder, List<Route> more)
            throws IOException {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        files = FileStore.open(
                folder.resolve("files"),
                filesConfig,
                accounts.database(),
                new FileLimits(1 << 20, 4_000_000, 64 << 20),
                clock);
        audit = AuditLog.open(folder.resolve("audit"), clock);
        desk = deskFolder.isPresent() ? new Desk(folder, accounts, agents) : null;
        Groups groups = () -> List.of(
                new Groups.Group("support", Map.of("en", "Support", "zh", "客服"), 3, true),
                new Groups.Group("vip", Map.of(), 0, true));
        var routes = new ArrayList<>(more);
        if (desk != null) {
            routes.addAll(desk.routes(directory(), groups, accounts, events(), audit));
        }
        var parts = new PublicApi.Parts(
                accounts,
                files,
                new Authentication(accounts.tokens(), directory(), channels()),
                directory(),
                attendance(),
                groups,
                channels(),
                this::mayRead,
                new SignedLinks(SECRET.getBytes(StandardCharsets.US_ASCII), clock),
                limits,
                Newcomers.WELCOME,
                new ClientAddress(Set.of()),
                events(),
                audit,
                clock);
        api = new PublicApi(parts, routes);
        adminListener = new AdminListener(
                "1.4.0", AdminToken.load(folder), accounts, directory(), operations(), storage, inspection(), audit);
        var pages = new StaticFiles(Shop.class.getClassLoader(), "web-test", true);
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ZERO)
                .routing(routing -> {
                    api.register(routing);
                    pages.register(routing);
                })
                .putSocket("admin", socket -> socket.host("127.0.0.1").port(0).routing(adminListener::register))
                .build()
                .start();
    }

    private boolean mayRead(Principal who, String conversationId) {
        return switch (who) {
            case VisitorPrincipal visitor -> visitor.id().equals(conversations.get(conversationId));
            case AgentPrincipal _ -> conversations.containsKey(conversationId);
            case ApiKeyPrincipal _ -> false;
        };
    }

    private Agents directory() {
        return new Agents() {
            @Override
            public Optional<Agent> find(String id) {
                return Optional.ofNullable(agents.get(id));
            }

            @Override
            public Collection<Agent> all() {
                return agents.values();
            }
        };
    }

    /** Of a shop without a desk nothing but agents and channels. */
    private Inspection inspection() {
        List<Map<String, Object>> channels = List.of(Map.of("name", "web", "type", "web"));
        return desk == null
                ? new Inspection(new Views(_ -> Optional.empty()), null, null, null, attendance(), () -> channels)
                : desk.inspection(attendance(), channels);
    }

    private Attendance attendance() {
        return new Attendance() {
            @Override
            public Presence of(String agentId) {
                return presence.getOrDefault(agentId, new Presence(Status.OFFLINE, 0));
            }

            @Override
            public void setStatus(String agentId, Status status) {
                presence.put(agentId, new Presence(status, 2));
            }
        };
    }

    static Channels channels() {
        var web = new Channels.Channel(
                "web", List.of(SHOP_ORIGIN), Optional.of(new Secret(SECRET)), Map.of("title", "Shop"));
        var app = new Channels.Channel(
                "app", List.of("https://app.example", "https://*.app.example"), Optional.empty(), Map.of());
        return new Channels() {
            @Override
            public Optional<Channel> find(String name) {
                return all().stream().filter(c -> c.name().equals(name)).findAny();
            }

            @Override
            public Collection<Channel> all() {
                return List.of(web, app);
            }
        };
    }

    private ApiEvents events() {
        return new ApiEvents() {
            @Override
            public void unknownField() {
                unknownFields.incrementAndGet();
            }

            @Override
            public void rateLimited(String limit) {
                rateLimited.incrementAndGet();
            }
        };
    }

    private Operations operations() {
        return new Operations() {
            @Override
            public Object status() {
                return Map.of("version", "test");
            }

            @Override
            public Object insides() {
                return Map.of("pid", 1);
            }

            @Override
            public ConfigOperations config() {
                return new EchoedConfig();
            }

            @Override
            public RouteOperations routes() {
                return new NoRoutes();
            }

            @Override
            public Optional<String> notReady() {
                return notReady.get();
            }

            @Override
            public Object drain(Map<String, Object> request) {
                return request;
            }

            @Override
            public Object drained() {
                return Map.of("draining", false);
            }

            @Override
            public Object undrain() {
                return Map.of("draining", false);
            }

            @Override
            public Object succeed(Map<String, Object> request) {
                return request;
            }

            @Override
            public Scrape metrics(String accept) {
                return new Scrape("text/plain; version=0.0.4; charset=utf-8", "kefu_up 1\n");
            }
        };
    }

    /** Hashing is slow on purpose, so only those tests that sign in for real give passwords. */
    void givePasswords() {
        accounts.credentials().set("amy", "amy's password");
        accounts.credentials().set("sue", "sue's password");
    }

    /** Agent {@code id} with a session of its own. */
    Http asAgent(String id) {
        Agents.Agent agent = agents.get(id);
        var principal = new AgentPrincipal(agent.id(), agent.name(), agent.role());
        return http().bearer(accounts.tokens().issue(principal).token());
    }

    Http http() {
        return new Http("http://127.0.0.1:" + server.port());
    }

    Http admin() {
        return new Http("http://127.0.0.1:" + server.port("admin"));
    }

    @Override
    public void close() {
        server.stop();
        if (desk != null) {
            desk.close();
        }
        files.close();
        accounts.close();
        audit.close();
    }
}
