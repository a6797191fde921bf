package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 file system of its own that can be made to answer every call with EIO, the way it does
 * when its device is gone (EXT4_IOC_SHUTDOWN), and be mounted whole again.
 */
final class FailingDisk implements AutoCloseable {
  private static final long SIZE = 64L << 20;
  private static final String SHUT_DOWN =
      "open(D, '<', $ARGV[0]) or die; my $f = pack('L', 0); ioctl(D, 0x8004587D, $f) or die $!";

  private final Path image;
  private final Path mountPoint;

  private FailingDisk(Path image, Path mountPoint) {
    this.image = image;
    this.mountPoint = mountPoint;
  }

  /** Skips the test where no file system can be mounted, or none made to fail. */
  static FailingDisk mounted() throws Exception {
    assumeTrue(run("perl", "-e", "1"), "no perl to call the file system with");
    Path image = Files.createTempFile("failing-disk-", ".img");
    FailingDisk disk = new FailingDisk(image, Files.createTempDirectory("failing-disk-"));
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    boolean usable = run("mkfs.ext4", "-q", image.toString()) && disk.mount() && disk.shutDown();
    disk.unmount();
    if (!usable || !disk.mount()) {
      disk.close();
    }
    assumeTrue(usable, "no file system can be mounted and shut down");
    return disk;
  }

  Path directory() {
    return mountPoint.resolve("data");
  }

  /** From now on everything fails; what was written before is on the device. */
  void fail() throws InterruptedException {
    assertTrue(shutDown());
  }

  /** The device is there again. Nobody may be using the directory. */
  void heal() throws InterruptedException {
    unmount();
    assertTrue(mount());
  }

  private boolean mount() throws InterruptedException {
    return run("mount", "-o", "loop", image.toString(), mountPoint.toString());
  }

  private void unmount() throws InterruptedException {
    run("umount", "-l", mountPoint.toString());
  }

  private boolean shutDown() throws InterruptedException {
    return run("perl", "-e", SHUT_DOWN, mountPoint.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    unmount();
    Files.deleteIfExists(mountPoint);
    Files.deleteIfExists(image);
  }
}
