"""Everything on disk: reading, writing and locking files, the folders of rehearsals and talks, the library."""
