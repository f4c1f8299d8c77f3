package io.gossipdiscovery.orders;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.Rumor;

import java.util.List;

/** What three nodes go through, and what must come out of it in whatever order it happens. */
enum ShortPlay implements Explorer.Play {
    /** The third node joins two that know each other. */
    JOIN {
        @Override
        public void begin(Trio trio) {
            trio.form(2);
            trio.begin(2, 10);
        }
    },

    /** The third node says farewell. */
    LEAVE {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.seat(2).leave();
        }
    },

    /** The third node is accused although it lives, and refutes. */
    REFUTE {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.say(1, 0, Trio.suspicion(2, 1));
            trio.say(0, 1, Trio.suspicion(2, 0));
        }
    },

    /** The third node leaves while it is being accused. */
    ACCUSED_WHILE_LEAVING {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.say(1, 0, Trio.suspicion(2, 1));
            trio.seat(2).leave();
        }
    },

    /** The others have buried the third node, which lives and comes to hear of it. */
    TOMBSTONE {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.say(1, 0, Trio.suspicion(2, 1));
            trio.say(0, 1, Trio.suspicion(2, 0));
            deliverAll(trio);
            trio.pass(1_100); // long enough doubted for a verdict to be believed
            trio.loseAll();
            trio.say(1, 0, Trio.verdict(2, 1));
            trio.say(0, 1, Trio.verdict(2, 0));
            deliverAll(trio);
            requireBuried(trio, 0);
            requireBuried(trio, 1);
            trio.seat(2).hint(0);
        }

        private void deliverAll(Trio trio) {
            trio.letters().forEach(trio::deliver);
            trio.loseAll();
        }

        private void requireBuried(Trio trio, int seat) {
            Member belief = trio.seat(seat).belief(2);
            boolean isBuried = belief.status() == Status.DEAD;
            trio.require(isBuried, seat, "should have buried", belief);
        }
    },

    /**
     * Leaving, and back as a new life 50 ms later: the farewell must not harm the new life (S45).
     */
    RESTART {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.seat(2).leave();
        }

        @Override
        public void after(int step, Trio trio) {
            if (step == steps()) {
                trio.seat(2).end();
                trio.begin(2, 11);
            }
        }

        @Override
        public int steps() {
            return 2;
        }
    },

    /** Killed and back as a new life at once, while others ask for the former one. */
    CRASH_AND_RESTART {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.seat(2).end();
            trio.begin(2, 11);
            trio.seat(0).hint(2);
        }
    },

    /** Two offers of the same owner follow each other. */
    OFFERS {
        @Override
        public void begin(Trio trio) {
            trio.form(3);
            trio.seat(2).offer(List.of(Trio.instance("first")));
        }

        @Override
        public void after(int step, Trio trio) {
            if (step == steps()) {
                trio.seat(2).offer(List.of(Trio.instance("second")));
            }
        }

        @Override
        public int steps() {
            return 1;
        }
    };

    /** A play in which somebody tells a lie that no correct node tells: it breaks a rule. */
    static Explorer.Play lie() {
        return trio -> {
            trio.form(3);
            trio.say(1, 0, new Rumor.Left(Trio.node(2), 1, 0));
        };
    }
}
