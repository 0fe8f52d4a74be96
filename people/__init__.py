"""Who there is: users, units, memberships, grants, tokens and the audit log."""
