package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.RawPeer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many peers of one {@link Hostility}, each on a thread of its own that mostly waits. */
public final class Mob implements AutoCloseable {
    private static final long LONGEST_START_SECONDS = 60;

    private final Hostility hostility;
    private final Codec codec;
    private final List<Member> members = new ArrayList<>();

    private static final class Member {
        private final RawPeer peer;
        private Thread thread;
        private volatile boolean thrownOut;

        Member(RawPeer peer) {
            this.peer = peer;
        }
    }

    private Mob(Hostility hostility, Codec codec) {
        this.hostility = hostility;
        this.codec = codec;
    }

    /** One for each of these visitors, connected and about to begin. */
    public static Mob gather(Hostility hostility, URI server, Codec codec, List<String> tokens) throws IOException {
        Mob mob = new Mob(hostility, codec);
        boolean done = false;
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
            for (String token : tokens) {
                Member member = new Member(RawPeer.connect(server));
                mob.members.add(member);
                hostility.begin(member.peer, codec, Hello.of(codec, token));
                if (System.nanoTime() - deadline > 0) {
                    throw new LoadException("the peers did not get in within a minute");
                }
            }
            mob.members.forEach(member -> member.thread = Thread.startVirtualThread(() -> mob.act(member)));
            done = true;
            return mob;
        } finally {
            if (!done) {
                mob.close();
            }
        }
    }

    private void act(Member member) {
        try {
            hostility.act(member.peer, codec);
        } catch (IOException e) {
            member.thrownOut = true; // the server has ended it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was long enough
        }
    }

    /** Has them all stop; how many the server had ended by itself. */
    public int thrownOut() throws InterruptedException {
        for (Member member : members) {
            member.thread.interrupt();
        }
        int count = 0;
        for (Member member : members) {
            member.thread.join();
            count += member.thrownOut || (hostility.endsIt() && member.peer.ended(Hostility.LATEST_END)) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.peer.close();
        }
    }
}
