package io.gossipdiscovery.spring;

import java.io.Serial;

/** A setting that the node cannot work with: which one, what is wrong with it, how to mend it. */
public final class InvalidGossipPropertyException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final String property;
    private final String fix;

    /**
     * A complaint about one setting.
     *
     * @param property full name, as the user writes it
     * @param problem a sentence that goes on from the property's name
     * @param fix a sentence that says what to write instead
     */
    public InvalidGossipPropertyException(String property, String problem, String fix) {
        super(property + " " + problem);
        this.property = property;
        this.fix = fix;
    }

    public String property() {
        return property;
    }

    public String fix() {
        return fix;
    }
}
