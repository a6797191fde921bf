/**
 * Handlers of topics: their metadata, creation, deletion, growth and configs. Changes are decided
 * by the controller; what is told is read from one image per request.
 */
@NullMarked
package io.barnabas.server.api.topic;

import org.jspecify.annotations.NullMarked;
