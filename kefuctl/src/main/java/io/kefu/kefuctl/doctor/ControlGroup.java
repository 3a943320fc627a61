package io.kefu.kefuctl.doctor;

/** The control group (version 2) that the server, or this process, is in. */
final class ControlGroup {

    private static final String ROOT = "/sys/fs/cgroup";

    private final Scene scene;

    ControlGroup(Scene scene) {
        this.scene = scene;
    }

    /** The path of one of its files; that of the root when the group's own is not to be seen, as in a container. */
    String file(String name) {
        String group = new Proc(scene.host())
                .line(scene.process() + "/cgroup", "0::")
                .map(line -> line.substring("0::".length()).strip())
                .orElse("/");
        String own = ROOT + (group.equals("/") ? "" : group) + "/" + name;
        return scene.host().exists(own) ? own : ROOT + "/" + name;
    }
}
