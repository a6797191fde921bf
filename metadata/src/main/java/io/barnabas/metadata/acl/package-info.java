/**
 * Who may do what: the words of ACLs (KIP-11, KIP-290), and the index that decides by them. Pure:
 * nothing here waits, logs or knows of connections.
 */
@NullMarked
package io.barnabas.metadata.acl;

import org.jspecify.annotations.NullMarked;
