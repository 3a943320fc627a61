package io.kefu.server.routing;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.LocalizedText;
import io.kefu.config.RefersTo;
import io.kefu.config.Within;
import java.time.Duration;
import java.util.Optional;

/** The kind {@code Group}. */
@Doc(
        "Agents who answer the same conversations, and how these are shared out. Agents name their groups, not the other way.")
public record GroupConfig(
        @Doc("What people see; the document's name when left out.") @Within(max = "100")
        Optional<LocalizedText> title,

        @Doc("Which free agent is next: `least-loaded` (smallest share of capacity in use), `round-robin` (in turn),"
                + " `sticky` (who last helped this visitor, else the least loaded), `longest-idle`.")
        @Default("least-loaded")
        GroupSettings.Strategy strategy,

        @Doc("Conversations that an agent of this group may have at once; an Agent's own `capacity` goes before it.")
        @Within(min = "1", max = "1000")
        @Default("8")
        int capacity,

        @Doc("When the group is open; always when left out. Outside of it visitors are asked for a contact, and what"
                + " they write waits for the opening.")
        Optional<OpeningHoursConfig> hours,

        @Doc("How long an agent may be away from the network before its conversations go to others.")
        @Within(min = "0s", max = "1h")
        @Default("60s")
        Duration offlineGrace,

        @Doc("What silent visitors lead to.") Idle idle,
        @Doc("What an agent's silence leads to.") Unanswered unanswered,

        @Doc("The group that takes conversations which this one cannot: its queue is full or their wait is over.")
        @RefersTo("Group")
        Optional<String> overflow) {

    /** Silent visitors free their place. */
    public record Idle(
            @Doc("A visitor silent for so long after the last answer is reminded; `0s` for never.")
            @Within(min = "0s", max = "7d")
            @Default("5m")
            Duration remind,

            @Doc("A visitor silent for so long after the reminder (the last answer, without one) is let go, and the"
                    + " conversation closed; `0s` for never.")
            @Within(min = "0s", max = "30d")
            @Default("30m")
            Duration close) {}

    /** A conversation that its agent leaves without an answer. */
    public record Unanswered(
            @Doc("A visitor's message may wait so long for its agent; `0s` for ever.")
            @Within(min = "0s", max = "7d")
            @Default("2m")
            Duration after,

            @Doc("What follows: `reassign` gives it to another agent, `nothing` leaves it where it is.")
            @Default("reassign")
            Then then) {

        /** What follows. */
        public enum Then {
            REASSIGN,
            NOTHING
        }
    }
}
