package io.barnabas.server.metrics.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A part of a page that is written at once.
 *
 * @param column which column of the name; -1 for its lines
 * @param block which block of the column
 */
record PageStep(FamilyText family, int column, int block) {

  /** All of a page, in order: the lines of each name, then its columns. */
  static List<PageStep> of(Collection<FamilyText> families) {
    List<PageStep> steps = new ArrayList<>();
    for (FamilyText family : families) {
      steps.add(new PageStep(family, -1, 0));
      for (int column = 0; column < family.columns().size(); column++) {
        int blocks = family.columns().get(column).blocks();
        for (int block = 0; block < blocks; block++) {
          steps.add(new PageStep(family, column, block));
        }
      }
    }
    return steps;
  }

  boolean isLines() {
    return column < 0;
  }

  /** Reads the block. */
  void read(Readings into) {
    family.columns().get(column).read(block, into);
  }
}
