"""The demo company: a believable one, made up by us, loaded through the actions that people use."""
