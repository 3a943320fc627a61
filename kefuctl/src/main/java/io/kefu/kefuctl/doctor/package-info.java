/**
 * What stands in a server's way, or will: checks of the host, of a configuration, of a data directory and of a running
 * server. A check is a {@link io.kefu.kefuctl.doctor.Check} in one of the {@code …Checks}; it looks at a
 * {@link io.kefu.kefuctl.doctor.Scene} and changes nothing.
 */
package io.kefu.kefuctl.doctor;
