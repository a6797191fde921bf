package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RemoveAccessControlEntryRecord;
import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.controller.DeleteAcls.Reply;
import io.barnabas.metadata.controller.DeleteAcls.Result;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.image.AclsImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides {@link DeleteAcls}. */
final class DeleteAclsRules implements CommandRules<DeleteAcls, Reply> {

  @Override
  public Decision<Reply> decide(DeleteAcls command, Situation situation) {
    AclsImage acls = situation.image().acls();
    Set<Uuid> removed = new LinkedHashSet<>();
    List<Result> results = new ArrayList<>();
    for (AclFilter filter : command.filters()) {
      if (filter.isPatternUnknown()) {
        results.add(refused("Unknown patternFilter."));
      } else if (filter.isEntryUnknown()) {
        results.add(refused("Unknown entryFilter."));
      } else {
        results.add(new Result(null, matching(acls, filter, removed)));
      }
    }
    if (removed.size() > AclLimits.CHANGES_MAX) {
      Result refused = new Result(AclLimits.exceeded(), List.of());
      return Decision.none(new Reply(results.stream().map(any -> refused).toList()));
    }
    return new Decision<>(
        removed.stream()
            .map(id -> situation.record(RemoveAccessControlEntryRecord.builder().id(id).build()))
            .toList(),
        new Reply(results));
  }

  private static List<AccessControlEntry> matching(
      AclsImage acls, AclFilter filter, Set<Uuid> removed) {
    AccessControlEntry only = filter.only();
    if (only != null) {
      Uuid id = acls.id(only);
      if (id == null) {
        return List.of();
      }
      removed.add(id);
      return List.of(only);
    }
    List<AccessControlEntry> found = new ArrayList<>();
    acls.forEach(
        (id, entry) -> {
          if (filter.matches(entry)) {
            removed.add(id);
            found.add(entry);
          }
        });
    return found;
  }

  private static Result refused(String message) {
    return new Result(new Refusal(MetadataFault.INVALID_REQUEST, message), List.of());
  }
}
