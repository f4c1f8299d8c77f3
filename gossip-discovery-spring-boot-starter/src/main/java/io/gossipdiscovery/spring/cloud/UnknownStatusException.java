package io.gossipdiscovery.spring.cloud;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

import java.io.Serial;

/**
 * A text that is no status. Over HTTP it is the caller's mistake; without Spring's web libraries
 * the annotation is not there and means nothing.
 */
@ResponseStatus(HttpStatus.BAD_REQUEST)
public final class UnknownStatusException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    UnknownStatusException(String message) {
        super(message);
    }
}
