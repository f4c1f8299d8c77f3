package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/**
 * Seeds given by the DNS records SRV of a name (RFC 2782): every address of every target, at its
 * port. Priority and weight are for callers, and do not count here.
 *
 * <p>Asked through the JDK's own DNS provider, at the system's name servers. The name is a full
 * one: no search domain is tried.
 */
final class SrvSeed implements SeedSource {
    private static final String SYSTEM_SERVERS = "dns:";
    private static final String TYPE = "SRV";

    private static final String FIRST_TIMEOUT_MILLIS = "1000";
    private static final String ATTEMPTS = "2";

    /** A record reads {@code priority weight port target}. */
    private static final int FIELDS = 4;

    private final String name;
    private final String servers;

    SrvSeed(String name) {
        this(name, SYSTEM_SERVERS);
    }

    /**
     * @param servers name servers as {@code dns://host:port}, or {@code dns:} for the system's
     * @throws IllegalArgumentException where that is no name
     */
    SrvSeed(String name, String servers) {
        if (!HostSeed.isName(name)) {
            throw new IllegalArgumentException(
                    "seeds by SRV must be srv:name, such as srv:_gossip._udp.example, but one is"
                            + " 'srv:"
                            + name
                            + "'");
        }
        this.name = name;
        this.servers = servers;
    }

    @Override
    public List<Address> resolve() {
        List<Address> found = new ArrayList<>();
        UncheckedIOException failure = null;
        for (String[] fields : records()) {
            String target = fields[3].endsWith(".") ? fields[3] : fields[3] + ".";
            int port = Integer.parseInt(fields[2]);
            if (target.equals(".") || port == 0) {
                continue; // "decidedly not available at this domain"
            }
            try {
                found.addAll(HostSeed.lookUp(target.substring(0, target.length() - 1), port));
            } catch (UncheckedIOException e) {
                failure = e;
            }
        }
        if (found.isEmpty() && failure != null) {
            throw failure;
        }
        return found;
    }

    @Override
    public String toString() {
        return "srv:" + name;
    }

    private List<String[]> records() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
        try {
            DirContext dns = new InitialDirContext(environment);
            try {
                return records(dns.getAttributes(name, new String[] {TYPE}).get(TYPE));
            } finally {
                dns.close();
            }
        } catch (NamingException e) {
            throw new IllegalStateException(
                    "SRV of " + name + " cannot be looked up (" + e.getMessage() + ")", e);
        }
    }

    private List<String[]> records(Attribute answer) throws NamingException {
        if (answer == null) {
            throw new IllegalStateException("there are no records SRV of " + name);
        }
        List<String[]> records = new ArrayList<>();
        NamingEnumeration<?> all = answer.getAll();
        while (all.hasMore()) {
            String[] fields = all.next().toString().split(" ");
            if (fields.length == FIELDS) {
                records.add(fields);
            }
        }
        return records;
    }
}
