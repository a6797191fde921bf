/**
 * Decides metadata commands. One class holds the rules of one command: {@code decide} is pure and
 * turns a command and the newest image into records and a reply. {@link
 * io.barnabas.metadata.controller.Controller} is the only entrance; it runs the rules on its own
 * sequential executor, hands the records to the quorum and answers when they are committed.
 */
@NullMarked
package io.barnabas.metadata.controller;

import org.jspecify.annotations.NullMarked;
