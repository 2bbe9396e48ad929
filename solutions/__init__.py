"""Reference solutions, one plain module a lab; closed to students while a lab is open."""
