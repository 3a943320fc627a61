package io.kefu.kefuctl.config;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory, for root in a directory of somebody else's: no link in it is followed, not even one that is put there
 * meanwhile, since everything is looked up from the directory that is open (openat(2)). Only a directory is made by its path; one that
 * was made elsewhere that way is not found afterwards.
 */
final class Folder implements Closeable {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path path;
    private final SecureDirectoryStream<Path> open;

    private Folder(Path path, DirectoryStream<Path> open) throws IOException {
        if (!(open instanceof SecureDirectoryStream<Path> secure)) {
            open.close();
            throw new IOException("a directory cannot be held open here: " + path);
        }
        this.path = path;
        this.open = secure;
    }

    /** Follows links on the way there. */
    @SuppressWarnings("StreamResourceLeak") // it is closed with the folder
    static Folder at(Path path) throws IOException {
        return new Folder(path, Files.newDirectoryStream(path));
    }

    /** Throws for what is a link or no directory. */
    Folder in(String name) throws IOException {
        return new Folder(path.resolve(name), open.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    }

    /** The same; it is made when there is nothing of that name. */
    Folder made(String name) throws IOException {
        if (look(name).isEmpty()) {
            Files.createDirectory(path.resolve(name), PRIVATE_FOLDER);
        }
        return in(name);
    }

    /** What is of that name, itself; empty when there is nothing. */
    Optional<PosixFileAttributes> look(String name) throws IOException {
        try {
            return Optional.of(view(name).readAttributes());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Throws when there is something of that name. */
    void write(String name, byte[] bytes) throws IOException {
        try (SeekableByteChannel file = open.newByteChannel(Path.of(name), NEW, PRIVATE_FILE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
    }

    UserPrincipal owner() throws IOException {
        return view().readAttributes().owner();
    }

    /** With all that is in it, unless it is the owner's already. It is given last: until then nobody else moves anything in it. */
    void give(UserPrincipal owner) throws IOException {
        if (owner().equals(owner)) {
            return;
        }
        for (String name : names()) {
            if (view(name).readAttributes().isDirectory()) {
                try (Folder below = in(name)) {
                    below.give(owner);
                }
            } else {
                view(name).setOwner(owner);
            }
        }
        view().setOwner(owner);
    }

    /** With all that is in it; of a link the link itself. */
    void remove(String name) throws IOException {
        if (look(name).filter(PosixFileAttributes::isDirectory).isEmpty()) {
            open.deleteFile(Path.of(name));
            return;
        }
        try (Folder folder = in(name)) {
            for (String each : folder.names()) {
                folder.remove(each);
            }
        }
        open.deleteDirectory(Path.of(name));
    }

    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = open.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
            all.forEach(each -> names.add(each.getFileName().toString()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private PosixFileAttributeView view() {
        return open.getFileAttributeView(PosixFileAttributeView.class);
    }

    private PosixFileAttributeView view(String name) {
        return open.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
