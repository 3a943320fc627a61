package io.kefu.kefuctl.doctor;

import io.kefu.kefuctl.cli.Session;

/** The command that looks for what is wrong. */
public final class DoctorCommands {

    private DoctorCommands() {}

    public static Object doctor(Session session) {
        return new DoctorCommand(session, new LinuxHost());
    }
}
