"""After the day: what employers and seekers are asked about interviews, and who still has to say."""
