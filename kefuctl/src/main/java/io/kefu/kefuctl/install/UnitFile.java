package io.kefu.kefuctl.install;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unit for systemd: systemd.service(5), systemd.exec(5), systemd.resource-control(5). */
final class UnitFile {

    /** The first with {@code Type=notify-reload}. */
    private static final int NOTIFY_RELOAD = 253;

    private static final long MIB = 1 << 20;

    /** By which a unit of kefuctl's is known. */
    static final String BEGINS = "# Written by kefuctl install";

    private UnitFile() {}

    /**
     * The whole unit.
     *
     * @param systemd its version; below 253 a reload is a command, as {@code Type=notify-reload} is not known there
     */
    static String text(Layout layout, String user, int systemd) {
        String current = layout.inside(layout.current());
        String config = layout.inside(layout.config());
        String data = layout.inside(layout.data());
        String run = layout.inside(layout.run());
        String type = systemd >= NOTIFY_RELOAD
                ? "Type=notify-reload"
                : "Type=notify\nExecReload=" + current + "/bin/kefuctl config apply --yes " + config + " --data "
                        + data;
        return """
                %s, and written again by the next upgrade: changes of your own go into
                # a drop-in (systemctl edit kefu).
                [Unit]
                Description=Kefu, customer service
                Wants=network-online.target
                After=network-online.target

                [Service]
                %s
                NotifyAccess=all
                ExecStart=%s/bin/kefu-supervise %s %s %s %s
                User=%s
                RuntimeDirectory=kefu
                RuntimeDirectoryMode=0700
                Restart=on-failure
                RestartSec=1
                RestartPreventExitStatus=2 78
                TimeoutStartSec=180
                TimeoutStopSec=300
                KillMode=mixed
                LimitNOFILE=1048576
                # A core would hold what customers wrote.
                LimitCORE=0
                # Two servers for the moments of an upgrade.
                MemoryMax=%dM
                TasksMax=4096
                UMask=0077
                NoNewPrivileges=yes
                ProtectSystem=strict
                ReadWritePaths=%s %s %s
                ProtectHome=yes
                PrivateTmp=yes
                PrivateDevices=yes
                ProtectClock=yes
                ProtectControlGroups=yes
                ProtectHostname=yes
                ProtectKernelLogs=yes
                ProtectKernelModules=yes
                ProtectKernelTunables=yes
                RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
                RestrictNamespaces=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                LockPersonality=yes
                CapabilityBoundingSet=
                AmbientCapabilities=
                SystemCallArchitectures=native
                SystemCallFilter=@system-service
                SystemCallErrorNumber=EPERM

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                        BEGINS,
                        type,
                        current,
                        current,
                        config,
                        data,
                        run,
                        user,
                        memoryMax(memory()),
                        data,
                        layout.inside(layout.logs()),
                        layout.inside(layout.backups()));
    }

    /**
     * Twice what one server may take: the launcher's bound of the heap (a quarter of the memory, 1 GiB at most) and as
     * much again for what is beside it; never more than the machine has.
     */
    static long memoryMax(long bytes) {
        long heap = bytes > 4096 * MIB ? 1024 : bytes / MIB / 4;
        return Math.min(bytes / MIB, 2 * (2 * heap + 256));
    }

    private static long memory() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    /** 0 where it cannot be asked. */
    static int systemdVersion() throws InterruptedException {
        try {
            String said = Programs.run(Duration.ofSeconds(10), List.of("systemctl", "--version"));
            Matcher number = Pattern.compile("systemd (\\d+)").matcher(said);
            return number.find() ? Integer.parseInt(number.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
