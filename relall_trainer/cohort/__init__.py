"""Teaching a group by files: what is asked of it, what comes back, and what that says and does not say."""
