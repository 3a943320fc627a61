package io.kefu.kefuctl.doctor;

import java.io.IOException;

/** Does what a check's fix says, where nobody can be hurt by it. */
@FunctionalInterface
interface Repair {

    /** What was done, in one line. */
    String run(Scene scene) throws IOException;
}
