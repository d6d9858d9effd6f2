-- What has changed of a hospital's bookings is asked for at every look at its timetable. It may run
-- twice, as in 0001; MySQL 8 has no CREATE INDEX IF NOT EXISTS.
SET @booking_changed = (
    SELECT IF(COUNT(*) = 0, 'CREATE INDEX booking_changed ON booking (hospital_id, changed_at)', 'DO 0')
    FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'booking' AND index_name = 'booking_changed'
);
PREPARE booking_changed FROM @booking_changed;
EXECUTE booking_changed;
DEALLOCATE PREPARE booking_changed;
