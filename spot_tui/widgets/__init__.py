"""What two or more screens share. A widget knows no service and no screen."""
