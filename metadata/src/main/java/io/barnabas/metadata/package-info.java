/**
 * The cluster's metadata: an event-sourced controller, the quorum that makes its records durable,
 * and the immutable image everybody reads. Requests become {@link
 * io.barnabas.metadata.controller.ControllerCommand commands}; pure rules turn commands into
 * records and a reply; the records change the image only by being replayed. Other rooms enter
 * through {@link io.barnabas.metadata.controller.Controller} and {@link
 * io.barnabas.metadata.image.MetadataImage}.
 */
@NullMarked
package io.barnabas.metadata;

import org.jspecify.annotations.NullMarked;
