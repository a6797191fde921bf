package io.barnabas.metadata.controller;

/**
 * The rules of one command: a pure function.
 *
 * @param <C> the command
 * @param <R> its reply
 */
@FunctionalInterface
interface CommandRules<C extends ControllerCommand<R>, R> {
  Decision<R> decide(C command, Situation situation);
}
