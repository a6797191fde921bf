package io.barnabas.storage.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The segments of a log in the order of offsets, never empty. Immutable; changes make a new one.
 */
final class Segments {
  private final Segment[] ordered;

  Segments(List<Segment> ordered) {
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException("a log has at least one segment");
    }
    this.ordered = ordered.toArray(Segment[]::new);
  }

  int count() {
    return ordered.length;
  }

  Segment get(int index) {
    return ordered[index];
  }

  Segment first() {
    return ordered[0];
  }

  /** The one that is appended to. */
  Segment last() {
    return ordered[ordered.length - 1];
  }

  /** The index of the segment that contains an offset; the first one for offsets below all. */
  int indexFor(long offset) {
    int low = 0;
    int high = ordered.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (ordered[middle].baseOffset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Where the offsets of a segment end: the next one's base, or the log's end. */
  long endOf(int index, long logEndOffset) {
    return index + 1 < ordered.length ? ordered[index + 1].baseOffset() : logEndOffset;
  }

  long sizeInBytes() {
    long size = 0;
    for (Segment segment : ordered) {
      size += segment.size();
    }
    return size;
  }

  List<Segment> all() {
    return Arrays.asList(ordered.clone());
  }

  Segments withLast(Segment segment) {
    List<Segment> more = new ArrayList<>(all());
    more.add(segment);
    return new Segments(more);
  }

  /** As it is, up to an index, which is not included, and then another segment. */
  Segments upTo(int index, Segment last) {
    List<Segment> fewer = new ArrayList<>(all().subList(0, index));
    fewer.add(last);
    return new Segments(fewer);
  }

  /** Where these segments lie, all of them and one after the other; -1 if they do not. */
  int indexOfAll(List<Segment> neighbours) {
    int first = indexFor(neighbours.get(0).baseOffset());
    for (int at = 0; at < neighbours.size(); at++) {
      // By identity: a segment that was cut or replaced has a successor of the same base.
      if (first + at >= ordered.length || ordered[first + at] != neighbours.get(at)) {
        return -1;
      }
    }
    return first;
  }

  /** Another segment in the place of some neighbours. */
  Segments replacing(int first, int count, Segment by) {
    List<Segment> changed = new ArrayList<>(all());
    changed.subList(first, first + count).clear();
    changed.add(first, by);
    return new Segments(changed);
  }

  /** The rest; there must be one. */
  Segments without(Predicate<Segment> dropped) {
    List<Segment> rest = new ArrayList<>(all());
    rest.removeIf(dropped);
    return new Segments(rest);
  }
}
