package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Whole directories. */
final class Tree {

    private Tree() {}

    /** Nothing is followed out of it. A directory that is not there is gone already. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * What its files hold; whoever owned them before owns no copy. Without caches for quick starts, which fit only the place
     * where they were made.
     */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.toString().endsWith(".aot")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Makes it root's, where root is at work, for everybody to read and for nobody else to change; what could be run still can.
     *
     * @throws IOException naming the first that is neither a file nor a folder: a release has no others
     */
    static void asBuilt(Path directory) throws IOException {
        Account owner = Account.root();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                PosixFileAttributes seen =
                        Files.readAttributes(each, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!seen.isDirectory() && !seen.isRegularFile()) {
                    throw new IOException("the release holds " + directory.relativize(each)
                            + ", which is neither a file nor a folder");
                }
                boolean opens = seen.isDirectory() || seen.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
                owner.own(each);
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(opens ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    /** Gives everything in it to an account, with modes for directories and for files. */
    static void give(Path directory, Account account, String directories, String files) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (!Files.isSymbolicLink(each)) {
                    String mode = Files.isDirectory(each) ? directories : files;
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));
                    account.own(each);
                }
            }
        }
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Takes a directory away when nothing is in it; whatever somebody put there stays. */
    static void deleteIfEmpty(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && isEmpty(directory)) {
            Files.delete(directory);
        }
    }

    static long bytes(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }
}
