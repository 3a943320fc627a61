package io.kefu.server.admin;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.RefersTo;
import io.kefu.config.Within;
import java.util.List;
import java.util.Optional;

/** The kind {@code Agent}. Its password is state, not configuration: {@code kefuctl agent passwd NAME}. */
@Doc("A person who answers. The document's name is the name to sign in with; the password is set by"
        + " `kefuctl agent passwd NAME`.")
public record AgentConfig(
        @Doc("What visitors see; the document's name when left out.") @Within(min = "1", max = "60")
        Optional<String> displayName,

        @Doc("The groups whose conversations the agent sees and takes.") @Within(max = "100") @RefersTo("Group")
        List<String> groups,

        @Doc("Conversations at once; the group's `capacity` when left out.") @Within(min = "1", max = "1000")
        Optional<Integer> capacity,

        @Doc("What the agent knows, in words of your own: a note for people, no rule looks at it.") @Within(max = "50")
        List<String> skills,

        @Doc("`agent` sees and acts on its groups' conversations, `supervisor` on all and the reports, `admin` also on"
                + " configuration, agents and tokens.")
        @Default("agent")
        Role role) {

    /** What an agent may do; each includes the one before. */
    public enum Role {
        AGENT,
        SUPERVISOR,
        ADMIN
    }
}
