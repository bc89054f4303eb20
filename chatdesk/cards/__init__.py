"""From a case or an event to a neutral card, in the reader's language and zone. No platform's keys here."""
