"""What pages ask of the record: progress, silence, disputes, changes, neighbours, timelines, outlets' health."""
