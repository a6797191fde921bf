package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong with a file, in an operator's words: some exceptions of the JDK tell the file
 * alone. Pure functions.
 */
public final class FileFaults {
  private FileFaults() {}

  /** What happened, and to which file where that is known. */
  public static String inWords(IOException fault) {
    if (!(fault instanceof FileSystemException named) || named.getFile() == null) {
      return fault.getMessage() == null ? fault.toString() : fault.getMessage();
    }
    String file = named.getFile();
    if (fault instanceof NoSuchFileException) {
      return "there is no " + file;
    }
    if (fault instanceof AccessDeniedException) {
      return "permission denied for " + file;
    }
    if (fault instanceof FileAlreadyExistsException || fault instanceof NotDirectoryException) {
      return file + " is no directory";
    }
    return named.getReason() == null ? fault.toString() : file + ": " + named.getReason();
  }

  /** The same, with what an operator can do about it where it happened to a log directory. */
  public static String withRemedy(IOException fault) {
    String words = inWords(fault);
    String remedy =
        fault instanceof AccessDeniedException
            ? "let the user the broker runs as ("
                + System.getProperty("user.name")
                + ") read and write all in it"
            : words.contains("No space left") ? "make room on its disk" : "mend that";
    return words + "; " + remedy + ", or name another directory in log.dirs";
  }

  /**
   * Whether the process, or the machine, has as many files open as it may. By the system's words,
   * since the JDK tells no number: they are English where the launcher has started the JVM.
   */
  public static boolean isWantOfFiles(IOException fault) {
    return String.valueOf(fault.getMessage()).contains("Too many open files");
  }
}
