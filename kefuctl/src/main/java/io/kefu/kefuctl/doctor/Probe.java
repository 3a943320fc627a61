package io.kefu.kefuctl.doctor;

import java.io.IOException;

/** Looks at one thing and says how it is. Bounded in time; changes nothing that lasts. */
@FunctionalInterface
interface Probe {
    Finding look(Scene scene) throws IOException;
}
