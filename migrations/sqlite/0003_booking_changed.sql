-- What has changed of a hospital's bookings is asked for at every look at its timetable.
CREATE INDEX IF NOT EXISTS booking_changed ON booking (hospital_id, changed_at);
