package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.LoadException;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.Page;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.accounts.VisitorPrincipal;
import io.kefu.storage.accounts.VisitorProfile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is on a server of its own, made before it starts: a thousand agents who signed in would be a thousand password hashes,
 * which are slow on purpose.
 */
final class OwnPeople {
    private static final String CHANNEL = "web";
    private static final VisitorProfile UNKNOWN = new VisitorProfile("", "", Page.UNKNOWN, Optional.empty(), Map.of());

    private final List<String> visitors;
    private final List<Desk> desks;
    private final String operator;
    private int given;

    /** An agent, by its name in the configuration. */
    record Desk(String name, String token) {}

    private OwnPeople(List<String> visitors, List<Desk> desks, String operator) {
        this.visitors = visitors;
        this.desks = desks;
        this.operator = operator;
    }

    /** Into the accounts of a data directory that no server has opened yet. */
    static OwnPeople settle(Path data, OwnServer.Plan plan) {
        try (Accounts accounts = Accounts.open(data, Clock.systemUTC(), TokenLifetimes.DEFAULT)) {
            List<String> visitors = new ArrayList<>();
            for (int i = 0; i < plan.visitors(); i++) {
                String id = accounts.visitors().create(CHANNEL, UNKNOWN).id();
                visitors.add(accounts.tokens()
                        .issue(new VisitorPrincipal(id, CHANNEL))
                        .token());
            }
            List<Desk> desks = new ArrayList<>();
            for (int i = 0; i < plan.desks(); i++) {
                String name = Configuration.desk(i);
                desks.add(new Desk(name, agent(accounts, name, Role.AGENT)));
            }
            return new OwnPeople(visitors, desks, agent(accounts, Configuration.OPERATOR, Role.SUPERVISOR));
        }
    }

    private static String agent(Accounts accounts, String name, Role role) {
        return accounts.tokens().issue(new AgentPrincipal(name, name, role)).token();
    }

    /** The next so many, whom nobody was given yet. */
    List<String> visitors(int count) throws LoadException {
        int left = visitors.size() - given;
        if (count > left) {
            throw new LoadException(
                    count + " visitors are wanted and " + left + " of " + visitors.size() + " are left");
        }
        given += count;
        return visitors.subList(given - count, given);
    }

    Desk desk(int number) throws LoadException {
        if (desks.isEmpty()) {
            throw new LoadException("conversations need an agent, and none was planned");
        }
        return desks.get(number % desks.size());
    }

    String operator() {
        return operator;
    }
}
