package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;

final class Ports {

    private Ports() {}

    static void check(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " is " + port + ", not a port", "give a number from 0 to 65535");
        }
    }
}
